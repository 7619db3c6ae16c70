# Agents' legs that name nobody: the number and the moment must do.
an 8001 sales
binh 8002 sales
0    a created in from 0987654321 to 02873019555
1    a answered
3    b1 created out from 0987654321 to 8001
3.1  b2 created out from 0987654321 to 8002
show
| call a: Inbound ringing since 1, binh, for sales, number 0987654321 [a b1 b2]
| an: ringing since 3, call a, for sales
| binh: ringing since 3.1, call a, for sales
| sales: 1 waiting, 1 ringing, oldest 1
9    b2 answered
9    b1 ended elsewhere
show
| call a: Inbound talking since 9, binh, for sales, number 0987654321, waited 8 [a b1 b2]
| an: unknown
| binh: on call since 9, call a, for sales
| sales: 0 waiting, service 1/1, abandoned 0/1
# The nearest in time is guessed; the guess gives way to a link.
20   c created in from 8001 to 0909000111
20.1 d created in from 8002 to 0909000111
20.2 e created out from 02873019555 to 0909000111
show
| call a: Inbound talking since 9, binh, for sales, number 0987654321, waited 8 [a b1 b2]
| call c: Outbound ringing since 20, an, number 0909000111 [c]
| call d: Outbound ringing since 20.1, binh, number 0909000111 [d e]
| an: on call since 20, call c
| binh: on call since 9, call a, for sales
| sales: 0 waiting, service 1/1, abandoned 0/1
23   e answered other c
show
| call a: Inbound talking since 9, binh, for sales, number 0987654321, waited 8 [a b1 b2]
| call c: Outbound talking since 23, an, number 0909000111 [c e]
| call d: Outbound ringing since 20.1, binh, number 0909000111 [d]
| an: on call since 20, call c
| binh: on call since 9, call a, for sales
| sales: 0 waiting, service 1/1, abandoned 0/1
