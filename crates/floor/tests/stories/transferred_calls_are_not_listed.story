# Binh was handed the caller by an, past every queue: no list of the dashboard's holds the call any more.
an 8001 sales
binh 8002 support
0    poll
       an ready since -100
       binh ready since -90
1    a created in from 0987654321 to 02873019555 outside queue sales
1    a answered
3    b1 created out digest a agent an from 0987654321
7    b1 answered
20   poll
       an connected since 7 call a
       binh ready since -90
       talking a for sales by an since 7
60   b1 ended transferred
61   b2 created out bridge a agent binh from 0987654321
65   b2 answered
70   poll
       an ready since 65
       binh outbound since 61
75   poll
       an ready since 65
       binh outbound since 61
80   poll
       an ready since 65
       binh outbound since 61
show
| call a: Inbound talking since 65, binh, for sales, number 0987654321, waited 6 [a b1 b2]
| an: available since 65
| binh: on call since 65, call a, for sales
| sales: 0 waiting, service 1/1, abandoned 0/1
| support: 0 waiting
