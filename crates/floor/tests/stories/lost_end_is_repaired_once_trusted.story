an 8001 sales
binh 8002 sales
0    a created in from 0987654321 to 02873019555 outside
1    a answered
3    b created out digest a agent an from 0987654321
5    b answered
# Both ends are lost. This site has never been seen to list a call, nor to call anyone connected.
20   poll
       an ready since 15
       binh ready since -100
25   poll
       an ready since 15
       binh ready since -100
show
| call a: Inbound talking since 5, an, for sales, number 0987654321, waited 4 [a b]
| an: on call since 5, call a, for sales
| binh: available since -100
| sales: 0 waiting, service 1/1, abandoned 0/1
# Another call earns the trust.
30   c created in from 0911 to 02873019555 outside
31   c answered
33   d created out digest c agent binh from 0911
35   d answered
40   poll
       an ready since 15
       binh connected since 35
       talking c for sales by binh since 35
show
| call a: Inbound talking since 5, an, for sales, number 0987654321, waited 4 [a b]
| call c: Inbound talking since 35, binh, for sales, number 0911, waited 4 [c d]
| an: on call since 5, call a, for sales
| binh: on call since 35, call c, for sales
| sales: 0 waiting, service 2/2, abandoned 0/2
| unmatched call a: call-not-listed since 40, 1 polls
45   poll
       an ready since 15
       binh connected since 35
       talking c for sales by binh since 35
show
| call a: Inbound ended since 45, an, for sales, number 0987654321, Answered, waited 4, talked 40 [a b]
| call c: Inbound talking since 35, binh, for sales, number 0911, waited 4 [c d]
| an: available since 15
| binh: on call since 35, call c, for sales
| sales: 0 waiting, service 2/2, abandoned 0/2
| repaired: call-not-listed 1
