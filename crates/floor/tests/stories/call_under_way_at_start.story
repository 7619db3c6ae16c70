an 8001 sales
binh 8002 support
0    poll received 10, handled 8, abandoned 1
       an connected since -30 call a for sales
       binh ready since -60
       waiting w for support from 0933 since -45
       talking a for sales from 0987 by an since -30 entered -50
show
| call a: Inbound talking since -30, an, for sales, number 0987, waited 20 [a]
| call w: Inbound waiting since -45, for support, number 0933 [w]
| an: on call since -30, call a, for sales
| binh: available since -60
| sales: 0 waiting
| support: 1 waiting, oldest -45
| today: received 10, handled 8, abandoned 1
# The agent's leg says its first word to us when it ends.
9    b ended out digest a agent an
10   a ended in from 0987
# The waiting one is offered.
11   x created out digest w agent binh from 0933
14   x answered
show
| call a: Inbound ended since 10, an, for sales, number 0987, Answered, waited 20, talked 40 [a]
| call w: Inbound talking since 14, binh, for support, number 0933, waited 59 [w x]
| an: wrap-up since 10
| binh: on call since 14, call w, for support
| sales: 0 waiting
| support: 0 waiting, service 0/1, abandoned 0/1
| today: received 10, handled 9, abandoned 1
| refused 1
