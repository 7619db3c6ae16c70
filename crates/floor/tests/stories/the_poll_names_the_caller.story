# All events of the caller's leg are lost: the agent's leg is all that was told, until a poll lists the caller.
an 8001 sales
0    poll
       an ready since -100
5    b created out from 0933555666 to user_an digest a agent an
show
| call b: Inbound ringing since 5, an, for sales, number 0933555666 [b]
| an: ringing since 5, call b, for sales
| sales: 1 waiting, 1 ringing, oldest 5 (call start)
10   poll
       an ringing since 5 call a
       waiting a since 2 for sales from 0933555666
show
| call a: Inbound ringing since 2, an, for sales, number 0933555666 [a b]
| an: ringing since 5, call a, for sales
| sales: 1 waiting, 1 ringing, oldest 2
12   b answered
show
| call a: Inbound talking since 12, an, for sales, number 0933555666, waited 10 [a b]
| an: on call since 12, call a, for sales
| sales: 0 waiting, service 1/1, abandoned 0/1
