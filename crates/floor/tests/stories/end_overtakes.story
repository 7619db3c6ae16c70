# The whole of a short call, its events in the worst order.
an 8001 sales
1    b ended out digest a agent an from 0987654321 billed 1
1.1  a ended in from 0987654321 to 02873019555
1.2  b created
1.3  a created
show
| call a: Inbound ended since 1.1, number 0987654321, LeftEarly [a]
| call b: Inbound ended since 1, an, for sales, number 0987654321, Answered, waited 0, talked 0 [b]
| an: unknown
| sales: 0 waiting, service 1/1, abandoned 0/1
| refused 2
# Ten seconds later it is no disorder.
10   x ended in from 0911
20   x created
show
| call a: Inbound ended since 1.1, number 0987654321, LeftEarly [a]
| call b: Inbound ended since 1, an, for sales, number 0987654321, Answered, waited 0, talked 0 [b]
| an: unknown
| sales: 0 waiting, service 1/1, abandoned 0/1
| refused 4
