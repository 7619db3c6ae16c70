an 8001 sales
0    poll received 10, handled 8, abandoned 1
       an ready since -100
1    a created in from 0933555666 to 02873019555
2    a answered outside
4    b created out from 0933555666 to user_an digest a agent an
13   b ended cancelled
show
| call a: Inbound waiting since 2, for sales, number 0933555666 [a b]
| an: available since -100, missed 1
| sales: 1 waiting, oldest 2
| today: received 11, handled 8, abandoned 1
13   a ended queue sales
show
| call a: Inbound ended since 13, for sales, number 0933555666, Abandoned, waited 11 [a b]
| an: available since -100
| sales: 0 waiting, service 0/1, abandoned 1/1
| today: received 11, handled 8, abandoned 2
