an 8001 sales
binh 8002 sales
chi 8003 sales
0    a created in from 0987654321 to 02873019555 outside
1    a answered
3    b1 created out digest a agent an from 0987654321
3    b2 created out digest a agent binh from 0987654321
3    b3 created out digest a agent chi from 0987654321
show
| call a: Inbound ringing since 1, chi, for sales, number 0987654321 [a b1 b2 b3]
| an: ringing since 3, call a, for sales
| binh: ringing since 3, call a, for sales
| chi: ringing since 3, call a, for sales
| sales: 1 waiting, 1 ringing, oldest 1
7    b2 answered
7.1  b1 ended elsewhere
7.2  b3 ended elsewhere
show
| call a: Inbound talking since 7, binh, for sales, number 0987654321, waited 6 [a b1 b2 b3]
| an: unknown
| binh: on call since 7, call a, for sales
| chi: unknown
| sales: 0 waiting, service 1/1, abandoned 0/1
60   a ended
60.1 b2 ended
show
| call a: Inbound ended since 60.1, binh, for sales, number 0987654321, Answered, waited 6, talked 53.1 [a b1 b2 b3]
| an: unknown
| binh: unknown
| chi: unknown
| sales: 0 waiting, service 1/1, abandoned 0/1
