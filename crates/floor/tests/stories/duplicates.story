an 8001 sales
0    poll received 10, handled 8, abandoned 1
       an ready since -100
1    a created in from 0987654321 to 02873019555
1.1  a created
2    a answered outside
2.1  a answered
3    b created out digest a agent an
3.1  b created
5    b answered
5.1  b answered
show
| call a: Inbound talking since 5, an, for sales, number 0987654321, waited 3 [a b]
| an: on call since 5, call a, for sales
| sales: 0 waiting, service 1/1, abandoned 0/1
| today: received 11, handled 9, abandoned 1
| refused 4
20   b ended
20.1 b ended
20   a ended
20.1 a ended
show
| call a: Inbound ended since 20.1, an, for sales, number 0987654321, Answered, waited 3, talked 15.1 [a b]
| an: wrap-up since 20
| sales: 0 waiting, service 1/1, abandoned 0/1
| today: received 11, handled 9, abandoned 1
| refused 6
