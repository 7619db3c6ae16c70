an 8002 sales
0    poll
       an ready since -10
1    a created in from 8002 to 0909000111 device agent an
2    b created out from 02873019555 to 0909000111 carrier bridge a other a
show
| call a: Outbound ringing since 1, an, number 0909000111 [a b]
| an: on call since 1, call a
| sales: 0 waiting
7    b answered
7    a answered
show
| call a: Outbound talking since 7, an, number 0909000111 [a b]
| an: on call since 1, call a
| sales: 0 waiting
67   b ended
67   a ended
show
| call a: Outbound ended since 67, an, number 0909000111, Answered, talked 60 [a b]
| an: available since 67
| sales: 0 waiting
# A number that the carrier's first route cannot reach, then the second.
100  c created in from 8002 to 0909000222 device agent an
101  d created out from 02873019555 to 0909000222 carrier bridge c
102  d ended unreachable
102  e created out from 02873019555 to 0909000222 carrier bridge c
show
| call a: Outbound ended since 67, an, number 0909000111, Answered, talked 60 [a b]
| call c: Outbound ringing since 100, an, number 0909000222 [c d e]
| an: on call since 100, call c
| sales: 0 waiting
110  e ended no-answer
110  c ended
show
| call a: Outbound ended since 67, an, number 0909000111, Answered, talked 60 [a b]
| call c: Outbound ended since 110, an, number 0909000222, NoAnswer [c d e]
| an: available since 110
| sales: 0 waiting
# The leg to the far party is kept from us.
200  f created in from 8002 to 0909000333 device agent an
206  f answered
show
| call a: Outbound ended since 67, an, number 0909000111, Answered, talked 60 [a b]
| call c: Outbound ended since 110, an, number 0909000222, NoAnswer [c d e]
| call f: Outbound talking since 206, an, number 0909000333 [f]
| an: on call since 200, call f
| sales: 0 waiting
