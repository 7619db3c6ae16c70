# Nobody is at an's desk: the queue rings there three times, then binh takes it. Who lost a race missed nothing.
an 8001 sales
binh 8002 sales
chi 8003 sales
0    poll
       an ready since -100
       binh paused since -90
       chi ready since -80
1    a created in from 0987654321 to 02873019555 outside queue sales
1    a answered
2    b1 created out digest a agent an
17   b1 ended no-answer
19   b2 created out digest a agent an
34   b2 ended cancelled
36   b3 created out digest a agent an
51   b3 ended busy
show
| call a: Inbound waiting since 1, for sales, number 0987654321 [a b1 b2 b3]
| an: available since -100, missed 3
| binh: paused since -90
| chi: available since -80
| sales: 1 waiting, oldest 1
60   b4 created out digest a agent binh
60   b5 created out digest a agent chi
64   b4 answered
64   b5 ended cancelled
show
| call a: Inbound talking since 64, binh, for sales, number 0987654321, waited 63 [a b1 b2 b3 b4 b5]
| an: available since -100, missed 3
| binh: on call since 64, call a, for sales
| chi: available since -80
| sales: 0 waiting, service 0/1, abandoned 0/1
# The caller gave up, which the agent cannot help.
70   c created in from 0911 to 02873019555 outside queue sales
70   c answered
72   d created out digest c agent chi
80   d ended cancelled
80.1 c ended
show
| call a: Inbound talking since 64, binh, for sales, number 0987654321, waited 63 [a b1 b2 b3 b4 b5]
| call c: Inbound ended since 80.1, for sales, number 0911, Abandoned, waited 10.1 [c d]
| an: available since -100, missed 3
| binh: on call since 64, call a, for sales
| chi: available since -80
| sales: 0 waiting, service 0/2, abandoned 1/2
# Half an hour later it is forgotten.
1817 tick
show
| call a: Inbound talking since 64, binh, for sales, number 0987654321, waited 63 [a b1 b2 b3 b4 b5]
| an: available since -100, missed 3
| binh: on call since 64, call a, for sales
| chi: available since -80
| sales: 0 waiting, service 0/2, abandoned 1/2
1852 tick
show
| call a: Inbound talking since 64, binh, for sales, number 0987654321, waited 63 [a b1 b2 b3 b4 b5]
| an: available since -100
| binh: on call since 64, call a, for sales
| chi: available since -80
| sales: 0 waiting, service 0/2, abandoned 1/2
