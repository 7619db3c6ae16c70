# The caller's leg carries a Bridge-ID that names somebody else's call, and the agent's leg inherits it.
an 8001 sales
0    other created in from 0911 to 02873019555 outside
1    other answered
5    a created in from 0933555666 to 02873019555
6    a answered outside bridge other
8    b created out from 0933555666 to user_an digest a agent an bridge other
show
| call a: Inbound ringing since 6, an, for sales, number 0933555666 [a b]
| call other: Inbound waiting since 1, number 0911 [other]
| an: ringing since 8, call a, for sales
| sales: 1 waiting, 1 ringing, oldest 6
9    b answered
20   other ended
show
| call a: Inbound talking since 9, an, for sales, number 0933555666, waited 3 [a b]
| call other: Inbound ended since 20, number 0911, LeftEarly [other]
| an: on call since 9, call a, for sales
| sales: 0 waiting, service 1/1, abandoned 0/1
