# Somebody's own number rings their phone: the caller's leg is not answered first, as a queue would.
an 8001 sales
0    poll received 10, handled 8, abandoned 1
       an ready since -100
1    a created in from 0933555666 to 02873019501 outside
2    b created out from 0933555666 to user_an agent an bridge a
show
| call a: Inbound ringing since 1, an, number 0933555666 [a b]
| an: ringing since 2, call a
| sales: 0 waiting
| today: received 10, handled 8, abandoned 1
9    b answered
9    a answered
show
| call a: Inbound talking since 9, an, number 0933555666 [a b]
| an: on call since 9, call a
| sales: 0 waiting
| today: received 10, handled 8, abandoned 1
60   b ended
60   a ended
show
| call a: Inbound ended since 60, an, number 0933555666, Answered, talked 51 [a b]
| an: available since 60
| sales: 0 waiting
| today: received 10, handled 8, abandoned 1
70   c created in from 0933555666 to 02873019501 outside
71   d created out from 0933555666 to user_an agent an bridge c
80   c ended
show
| call a: Inbound ended since 60, an, number 0933555666, Answered, talked 51 [a b]
| call c: Inbound ended since 80, number 0933555666, NoAnswer [c d]
| an: available since 60
| sales: 0 waiting
| today: received 10, handled 8, abandoned 1
