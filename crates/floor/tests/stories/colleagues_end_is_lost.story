# An's phone is idle again, and nobody told that the two hung up: binh cannot go on alone.
an 8001 sales
binh 8002 sales
0    poll
       an ready since -100
       binh ready since -90
1    a created in agent an from 8001 to 8002
2    b created out bridge a agent binh from 8001 to 8002
5    b answered
5    a answered
10   poll
       an outbound since 1
       binh outbound since 2
20   poll
       an ready since 15
       binh outbound since 2
25   poll
       an ready since 15
       binh outbound since 2
show
| call a: Internal ended since 25, an, number 8002, Answered, talked 20 [a b]
| an: available since 15
| binh: on call since 2
| sales: 0 waiting
| repaired: agent-idle-leg-live 1
