an 8001 sales
binh 8002 sales
0    a created in from 0987654321 to 02873019555 outside
1    a answered
3    b1 created out digest a agent an from 0987654321
7    b1 answered
# An hands the caller on: binh rings while an still talks, then alone.
60   b2 created out bridge a agent binh from 0987654321
show
| call a: Inbound talking since 7, an, for sales, number 0987654321, waited 6 [a b1 b2]
| an: on call since 7, call a, for sales
| binh: ringing since 60, call a, for sales
| sales: 0 waiting, service 1/1, abandoned 0/1
62   b1 ended
show
| call a: Inbound ringing since 60, binh, for sales, number 0987654321, waited 6 [a b1 b2]
| an: unknown
| binh: ringing since 60, call a, for sales
| sales: 0 waiting, service 1/1, abandoned 0/1
66   b2 answered
show
| call a: Inbound talking since 66, binh, for sales, number 0987654321, waited 6 [a b1 b2]
| an: unknown
| binh: on call since 66, call a, for sales
| sales: 0 waiting, service 1/1, abandoned 0/1
99   b2 ended
99   a ended
show
| call a: Inbound ended since 99, binh, for sales, number 0987654321, Answered, waited 6, talked 92 [a b1 b2]
| an: unknown
| binh: unknown
| sales: 0 waiting, service 1/1, abandoned 0/1
