# The agent's own phone rings first; nobody waits, and no queue receives a call.
an 8001 sales
0    poll received 10, handled 8, abandoned 1
       an ready since -100
1    a created out from 0909000111 to 8001 agent an
show
| call a: Unknown ringing since 1, an, number 0909000111 [a]
| an: ringing since 1, call a
| sales: 0 waiting
| today: received 10, handled 8, abandoned 1
4    a answered
show
| call a: Unknown talking since 4, an, number 0909000111 [a]
| an: on call since 4, call a
| sales: 0 waiting
| today: received 10, handled 8, abandoned 1
5    b created out from 02873019555 to 0909000111 carrier other a
show
| call a: Outbound ringing since 1, an, number 0909000111 [a b]
| an: on call since 4, call a
| sales: 0 waiting
| today: received 10, handled 8, abandoned 1
11   b answered
show
| call a: Outbound talking since 11, an, number 0909000111 [a b]
| an: on call since 4, call a
| sales: 0 waiting
| today: received 10, handled 8, abandoned 1
60   b ended
60   a ended
show
| call a: Outbound ended since 60, an, number 0909000111, Answered, talked 49 [a b]
| an: available since 60
| sales: 0 waiting
| today: received 10, handled 8, abandoned 1
# The agent does not pick up.
70   c created out from 0909000222 to 8001 agent an
90   c ended no-answer
show
| call a: Outbound ended since 60, an, number 0909000111, Answered, talked 49 [a b]
| call c: Unknown ended since 90, number 0909000222, NoAnswer [c]
| an: available since 60
| sales: 0 waiting
| today: received 10, handled 8, abandoned 1
