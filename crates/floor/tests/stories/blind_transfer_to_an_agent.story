# An hands the caller on to binh, and is free before binh's phone rings.
an 8001 sales
binh 8002 support
0    poll
       an ready since -100
       binh ready since -90
1    a created in from 0987654321 to 02873019555 outside queue sales
1    a answered
3    b1 created out digest a agent an from 0987654321
7    b1 answered
60   b1 ended transferred
show
| call a: Inbound arriving since 60, for sales, number 0987654321, waited 6 [a b1]
| an: wrap-up since 60
| binh: available since -90
| sales: 0 waiting, service 1/1, abandoned 0/1
| support: 0 waiting
61   b2 created out bridge a agent binh from 0987654321
show
| call a: Inbound ringing since 61, binh, for sales, number 0987654321, waited 6 [a b1 b2]
| an: wrap-up since 60
| binh: ringing since 61, call a, for sales
| sales: 0 waiting, service 1/1, abandoned 0/1
| support: 0 waiting
65   b2 answered
show
| call a: Inbound talking since 65, binh, for sales, number 0987654321, waited 6 [a b1 b2]
| an: wrap-up since 60
| binh: on call since 65, call a, for sales
| sales: 0 waiting, service 1/1, abandoned 0/1
| support: 0 waiting
90   b2 ended
90   a ended
show
| call a: Inbound ended since 90, binh, for sales, number 0987654321, Answered, waited 6, talked 83 [a b1 b2]
| an: wrap-up since 60
| binh: wrap-up since 90
| sales: 0 waiting, service 1/1, abandoned 0/1
| support: 0 waiting
