# Binh does not pick up; an goes back to the caller, whose call was never over.
an 8001 sales
binh 8002 sales
0    poll
       an ready since -100
       binh ready since -90
1    a created in from 0987654321 to 02873019555 outside queue sales
1    a answered
3    b1 created out digest a agent an from 0987654321
7    b1 answered
50   c created in from 8001 to 8002 device agent an
51   d created out from 8001 to 8002 bridge c agent binh
show
| call a: Inbound talking since 7, an, for sales, number 0987654321, waited 6 [a b1]
| call c: Internal ringing since 50, an, number 8002 [c d]
| an: on call since 7, call a, for sales
| binh: ringing since 51, call c
| sales: 0 waiting, service 1/1, abandoned 0/1
65   d ended cancelled
65   c ended
show
| call a: Inbound talking since 7, an, for sales, number 0987654321, waited 6 [a b1]
| call c: Internal ended since 65, an, number 8002, NoAnswer [c d]
| an: on call since 7, call a, for sales
| binh: available since -90
| sales: 0 waiting, service 1/1, abandoned 0/1
90   b1 ended
90   a ended
show
| call a: Inbound ended since 90, an, for sales, number 0987654321, Answered, waited 6, talked 83 [a b1]
| call c: Internal ended since 65, an, number 8002, NoAnswer [c d]
| an: wrap-up since 90
| binh: available since -90
| sales: 0 waiting, service 1/1, abandoned 0/1
