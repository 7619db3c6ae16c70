# A caller is handed on long after the call began. With the seven keys, the new leg's number and the cause with which
# the old one ended tie them; whose phone it is shows when it is answered.
an 8001 sales
binh 8002 sales
0    poll
       an ready since -100
       binh ready since -90
1    a created in from 0987654321 to 02873019555
2    a answered
3    b1 created out digest a agent an from 0987654321
7    b1 answered
# Somebody else's call with the same number, which nobody handed on.
40   c created in from 0987654321 to 02873019555
60   b1 ended transferred
61   b2 created out from 0987654321 to sip_binh
65   b2 answered from 0987654321 to 8002
show
| call a: Inbound talking since 65, binh, for sales, number 0987654321, waited 5 [a b1 b2]
| call c: Inbound arriving since 40, number 0987654321 [c]
| an: wrap-up since 60
| binh: on call since 65, call a, for sales
| sales: 0 waiting, service 1/1, abandoned 0/1
90   b2 ended
90   a ended
show
| call a: Inbound ended since 90, binh, for sales, number 0987654321, Answered, waited 5, talked 83 [a b1 b2]
| call c: Inbound arriving since 40, number 0987654321 [c]
| an: wrap-up since 60
| binh: wrap-up since 90
| sales: 0 waiting, service 1/1, abandoned 0/1
# Asked first, then joined: An leaves both calls at once.
100  d created in from 0912345678 to 02873019555
101  d answered
102  d1 created out digest d agent an from 0912345678
104  d1 answered
120  e created in from 8001 to 8002
121  e1 created out from 8001 to sip_binh
125  e1 answered
125  e answered
140  e ended transferred
140  d1 ended transferred
show
| call a: Inbound ended since 90, binh, for sales, number 0987654321, Answered, waited 5, talked 83 [a b1 b2]
| call c: Inbound arriving since 40, number 0987654321 [c]
| call d: Inbound talking since 125, binh, for sales, number 0912345678, waited 3 [d d1 e e1]
| an: wrap-up since 140
| binh: on call since 125, call d, for sales
| sales: 0 waiting, service 2/2, abandoned 0/2
150  e1 ended
150  d ended
show
| call a: Inbound ended since 90, binh, for sales, number 0987654321, Answered, waited 5, talked 83 [a b1 b2]
| call c: Inbound arriving since 40, number 0987654321 [c]
| call d: Inbound ended since 150, binh, for sales, number 0912345678, Answered, waited 3, talked 46 [d d1 e e1]
| an: wrap-up since 140
| binh: wrap-up since 150
| sales: 0 waiting, service 2/2, abandoned 0/2
