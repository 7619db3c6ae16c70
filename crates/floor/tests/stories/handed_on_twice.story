# Each queue that a caller is handed on to counts an entry and a pickup of its own.
an 8001 sales
binh 8002 support
chi 8003 billing
0    poll received 10, handled 8, abandoned 1
       an ready since -100
       binh ready since -90
       chi ready since -80
1    a created in from 0987654321 to 02873019555 outside queue sales
1    a answered
3    b1 created out digest a agent an from 0987654321
7    b1 answered
60   b1 ended transferred
62   b2 created out digest a agent binh from 0987654321
65   b2 answered
90   b2 ended transferred
93   b3 created out digest a agent chi from 0987654321
show
| call a: Inbound ringing since 90, chi, for sales, number 0987654321, waited 6 [a b1 b2 b3]
| an: wrap-up since 60
| binh: wrap-up since 90
| chi: ringing since 93, call a, for sales
| billing: 0 waiting
| sales: 1 waiting, 1 ringing, oldest 90, service 2/2, abandoned 0/2
| support: 0 waiting
| today: received 13, handled 10, abandoned 1
97   b3 answered
show
| call a: Inbound talking since 97, chi, for sales, number 0987654321, waited 6 [a b1 b2 b3]
| an: wrap-up since 60
| binh: wrap-up since 90
| chi: on call since 97, call a, for sales
| billing: 0 waiting
| sales: 0 waiting, service 3/3, abandoned 0/3
| support: 0 waiting
| today: received 13, handled 11, abandoned 1
