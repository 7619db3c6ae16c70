an 8001 sales
binh 8002 sales
0    poll received 10, handled 8, abandoned 1
       an ready since -100
# Two agents are rung for a caller who has not been seen.
1    b1 created out from 0987654321 to user_an digest a agent an
1    b2 created out from 0987654321 to user_binh digest a agent binh
show
| call b1: Inbound ringing since 1, binh, for sales, number 0987654321 [b1 b2]
| an: ringing since 1, call b1, for sales
| binh: ringing since 1, call b1, for sales
| sales: 1 waiting, 1 ringing, oldest 1 (call start)
| today: received 11, handled 8, abandoned 1
# The caller's leg comes, and gives the call its name.
1.5  a created in from 0987654321 to 02873019555 outside
show
| call a: Inbound ringing since 1, binh, for sales, number 0987654321 [a b1 b2]
| an: ringing since 1, call a, for sales
| binh: ringing since 1, call a, for sales
| sales: 1 waiting, 1 ringing, oldest 1 (call start)
| today: received 11, handled 8, abandoned 1
2    b2 answered
2    b1 ended elsewhere
show
| call a: Inbound talking since 2, binh, for sales, number 0987654321, waited 1 [a b1 b2]
| an: available since -100
| binh: on call since 2, call a, for sales
| sales: 0 waiting, service 1/1, abandoned 0/1
| today: received 11, handled 9, abandoned 1
# Joined by a bridge, the carrier's leg first.
10   d created out from 02873019555 to 0909000111 carrier bridge c
show
| call a: Inbound talking since 2, binh, for sales, number 0987654321, waited 1 [a b1 b2]
| call d: Outbound ringing since 10, number 0909000111 [d]
| an: available since -100
| binh: on call since 2, call a, for sales
| sales: 0 waiting, service 1/1, abandoned 0/1
| today: received 11, handled 9, abandoned 1
11   c created in from 8001 to 0909000111 device agent an
show
| call a: Inbound talking since 2, binh, for sales, number 0987654321, waited 1 [a b1 b2]
| call c: Outbound ringing since 10, an, number 0909000111 [c d]
| an: on call since 11, call c
| binh: on call since 2, call a, for sales
| sales: 0 waiting, service 1/1, abandoned 0/1
| today: received 11, handled 9, abandoned 1
# Joined from the caller's side only.
20   f created out from 0911 to user_an agent an
21   e created in from 0911 to 02873019555 outside other f
show
| call a: Inbound talking since 2, binh, for sales, number 0987654321, waited 1 [a b1 b2]
| call c: Outbound ringing since 10, an, number 0909000111 [c d]
| call e: Inbound ringing since 20, an, number 0911 [e f]
| an: on call since 11, call c
| binh: on call since 2, call a, for sales
| sales: 0 waiting, service 1/1, abandoned 0/1
| today: received 11, handled 9, abandoned 1
