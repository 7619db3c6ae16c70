# While no event comes, an hands the caller on to binh's queue, and binh picks up: only the dashboard tells.
an 8001 sales
binh 8002 support
0    poll
       an ready since -100
       binh ready since -90
1    a created in from 0987654321 to 02873019555 outside queue sales
1    a answered
3    b created out digest a agent an from 0987654321
7    b answered
10   events lost
15   poll
       an connected since 7
       binh ready since -90
       talking a for sales by an since 7
25   poll
       an wrap-up since 20
       binh connected since 22
       talking a for support by binh since 22
30   poll
       an wrap-up since 20
       binh connected since 22
       talking a for support by binh since 22
35   poll
       an ready since 32
       binh connected since 22
       talking a for support by binh since 22
show
| call a: Inbound talking since 22, binh, for support, number 0987654321, waited 6 [a b]
| an: available since 32
| binh: on call since 22
| sales: 0 waiting, service 1/1, abandoned 0/1
| support: 0 waiting
| events: Lost
| gap 7 to now
| repaired: agent-idle-leg-live 1
# And binh hands the caller on again.
45   poll
       an connected since 41
       binh wrap-up since 40
       talking a for sales by an since 41
show
| call a: Inbound talking since 41, an, for sales, number 0987654321, waited 6 [a b]
| an: on call since 41
| binh: wrap-up since 40
| sales: 0 waiting, service 1/1, abandoned 0/1
| support: 0 waiting
| events: Lost
| gap 7 to now
| repaired: agent-idle-leg-live 1
# Back to a queue.
60   poll
       an wrap-up since 52
       binh ready since 55
       waiting a for support since 52
show
| call a: Inbound waiting since 52, for support, number 0987654321, waited 6 [a b]
| an: wrap-up since 52
| binh: available since 55
| sales: 0 waiting, service 1/1, abandoned 0/1
| support: 1 waiting, oldest 52
| events: Lost
| gap 7 to now
| repaired: agent-idle-leg-live 1
