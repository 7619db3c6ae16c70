an 8001 sales
0    poll received 10, handled 8, abandoned 1
       an ready since -100
1    a created in from 0987654321 to 02873019555 outside
2    a answered
9    a ended queue sales
9.2  b created out digest a agent an from 0987654321
show
| call a: Inbound ended since 9, for sales, number 0987654321, Abandoned, waited 7 [a]
| an: available since -100
| sales: 0 waiting, service 0/1, abandoned 1/1
| today: received 11, handled 8, abandoned 2
| refused 1
9.4  b ended cancelled
show
| call a: Inbound ended since 9, for sales, number 0987654321, Abandoned, waited 7 [a]
| an: available since -100
| sales: 0 waiting, service 0/1, abandoned 1/1
| today: received 11, handled 8, abandoned 2
| refused 2
