an 8001 sales
0    poll received 10, handled 8, abandoned 1
       an ready since -100
1    a created in from 0987654321 to 02873019555 outside queue sales
1    a answered
2    b created out digest a agent an from 0987654321
4    b answered
5    c created in from 0911 to 02873019555 outside queue sales
5    c answered
30   c ended
show
| call a: Inbound talking since 4, an, for sales, number 0987654321, waited 3 [a b]
| call c: Inbound ended since 30, for sales, number 0911, Abandoned, waited 25 [c]
| an: on call since 4, call a, for sales
| sales: 0 waiting, service 1/2, abandoned 1/2
| today: received 12, handled 9, abandoned 2
# The poll knows of the first caller only: it was asked before the second left.
31   poll asked 20, received 12, handled 9, abandoned 1
       an connected since 4
show
| call a: Inbound talking since 4, an, for sales, number 0987654321, waited 3 [a b]
| call c: Inbound ended since 30, for sales, number 0911, Abandoned, waited 25 [c]
| an: on call since 4, call a, for sales
| sales: 0 waiting, service 1/2, abandoned 1/2
| today: received 12, handled 9, abandoned 2
36   poll received 12, handled 9, abandoned 2
       an connected since 4
show
| call a: Inbound talking since 4, an, for sales, number 0987654321, waited 3 [a b]
| call c: Inbound ended since 30, for sales, number 0911, Abandoned, waited 25 [c]
| an: on call since 4, call a, for sales
| sales: 0 waiting, service 1/2, abandoned 1/2
| today: received 12, handled 9, abandoned 2
# Midnight upstream: the poll is right.
41   poll received 0, handled 0, abandoned 0
       an connected since 4
show
| call a: Inbound talking since 4, an, for sales, number 0987654321, waited 3 [a b]
| call c: Inbound ended since 30, for sales, number 0911, Abandoned, waited 25 [c]
| an: on call since 4, call a, for sales
| sales: 0 waiting, service 1/2, abandoned 1/2
| today: received 0, handled 0, abandoned 0, since 41
