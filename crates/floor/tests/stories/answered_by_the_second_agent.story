# The documented sequence (protocols.md §1.6), with the seven flat keys: only the agents' legs say whose they are.
an 8001 sales
binh 8002 sales
0    poll received 10, handled 8, abandoned 1
       an ready since -100
       binh ready since -50
0.5  a created in from 0987654321 to 02873019555
show
| call a: Inbound arriving since 0.5, number 0987654321 [a]
| an: available since -100
| binh: available since -50
| sales: 0 waiting
| today: received 10, handled 8, abandoned 1
1.5  a answered
show
| call a: Inbound waiting since 1.5, number 0987654321 [a]
| an: available since -100
| binh: available since -50
| sales: 0 waiting
| today: received 10, handled 8, abandoned 1
3.5  b1 created out from 0987654321 to user_an digest a agent an
show
| call a: Inbound ringing since 1.5, an, for sales, number 0987654321 [a b1]
| an: ringing since 3.5, call a, for sales
| binh: available since -50
| sales: 1 waiting, 1 ringing, oldest 1.5
| today: received 11, handled 8, abandoned 1
18.5 b1 ended no-answer
20.5 b2 created out from 0987654321 to user_binh digest a agent binh
24.5 b2 answered
show
| call a: Inbound talking since 24.5, binh, for sales, number 0987654321, waited 23 [a b1 b2]
| an: available since -100, missed 1
| binh: on call since 24.5, call a, for sales
| sales: 0 waiting, service 0/1, abandoned 0/1
| today: received 11, handled 9, abandoned 1
133  b2 ended
show
| call a: Inbound talking since 24.5, binh, for sales, number 0987654321, waited 23 [a b1 b2]
| an: available since -100, missed 1
| binh: wrap-up since 133
| sales: 0 waiting, service 0/1, abandoned 0/1
| today: received 11, handled 9, abandoned 1
133.1 a ended
show
| call a: Inbound ended since 133.1, binh, for sales, number 0987654321, Answered, waited 23, talked 108.6 [a b1 b2]
| an: available since -100, missed 1
| binh: wrap-up since 133
| sales: 0 waiting, service 0/1, abandoned 0/1
| today: received 11, handled 9, abandoned 1
