an 8001 sales
binh 8002 sales
0    poll
       an paused since -60 because Lunch
       binh logging-out since -5
show
| an: paused since -60, Lunch
| binh: on call since -5
| sales: 0 waiting
# The pause goes on behind a call.
1    a created in from 8001 to 0909000111 device
show
| call a: Outbound ringing since 1, an, number 0909000111 [a]
| an: on call since 1, call a
| binh: on call since -5
| sales: 0 waiting
9    a ended
show
| call a: Outbound ended since 9, an, number 0909000111, NoAnswer [a]
| an: paused since -60, Lunch
| binh: on call since -5
| sales: 0 waiting
# Who signed out during a call is gone when it ends.
10   b created out digest c agent binh from 0911
11   b answered
20   b ended
show
| call a: Outbound ended since 9, an, number 0909000111, NoAnswer [a]
| call b: Inbound ended since 20, binh, for sales, number 0911, Answered, waited 0, talked 9 [b]
| an: paused since -60, Lunch
| binh: offline since 20
| sales: 0 waiting, service 1/1, abandoned 0/1
25   poll
       an paused since -60 because Lunch
show
| call a: Outbound ended since 9, an, number 0909000111, NoAnswer [a]
| call b: Inbound ended since 20, binh, for sales, number 0911, Answered, waited 0, talked 9 [b]
| an: paused since -60, Lunch
| binh: offline since 20
| sales: 0 waiting, service 1/1, abandoned 0/1
# Nobody at all is believed the second time.
30   poll
show
| call a: Outbound ended since 9, an, number 0909000111, NoAnswer [a]
| call b: Inbound ended since 20, binh, for sales, number 0911, Answered, waited 0, talked 9 [b]
| an: paused since -60, Lunch
| binh: offline since 20
| sales: 0 waiting, service 1/1, abandoned 0/1
35   poll
show
| call a: Outbound ended since 9, an, number 0909000111, NoAnswer [a]
| call b: Inbound ended since 20, binh, for sales, number 0911, Answered, waited 0, talked 9 [b]
| an: offline since 35
| binh: offline since 20
| sales: 0 waiting, service 1/1, abandoned 0/1
