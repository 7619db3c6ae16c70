an 8001 sales
0    poll
       an ready since -100
1    a created in from 0987654321 to 02873019555 outside
2    a answered
4    b created out digest a agent an from 0987654321
show
| call a: Inbound ringing since 2, an, for sales, number 0987654321 [a b]
| an: ringing since 4, call a, for sales
| sales: 1 waiting, 1 ringing, oldest 2
30   a ended
show
| call a: Inbound ended since 30, for sales, number 0987654321, Abandoned, waited 28 [a b]
| an: available since -100
| sales: 0 waiting, service 0/1, abandoned 1/1
# The phone's own end is no surprise when it does come.
31   b ended cancelled
show
| call a: Inbound ended since 30, for sales, number 0987654321, Abandoned, waited 28 [a b]
| an: available since -100
| sales: 0 waiting, service 0/1, abandoned 1/1
