an 8001 sales
0    c created in from 0911 to 02873019555 outside queue sales
0    c answered
1    a created in from 0987654321 to 02873019555 outside queue sales
1    a answered
5    poll
       waiting c for sales since 0
       an ready since -100
10   poll
       waiting c for sales since 0
       an ready since -100
show
| call a: Inbound ended since 10, for sales, number 0987654321, Unknown, waited 9 [a]
| call c: Inbound waiting since 0, for sales, number 0911 [c]
| an: available since -100
| sales: 1 waiting, oldest 0
| repaired: call-not-listed 1
# The call that two polls had given up speaks.
12   b created out digest a agent an from 0987654321
show
| call a: Inbound ringing since 1, an, for sales, number 0987654321 [a b]
| call c: Inbound waiting since 0, for sales, number 0911 [c]
| an: ringing since 12, call a, for sales
| sales: 2 waiting, 1 ringing, oldest 0
| repaired: call-not-listed 1
