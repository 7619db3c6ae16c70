an 8001 sales
binh 8002 sales
0    poll
       an ready since -100
       binh ready since -90
1    a created in from 0987654321 to 02873019555 outside queue sales
1    a answered
2    b created out digest a agent an from 0987654321
3    c created in from 0911 to 02873019555 outside queue sales
3    c answered
5    poll
       an ringing since 2
       binh ready since -90
       waiting a for sales since 1
       waiting c for sales since 3
6    events lost
show
| call a: Inbound ringing since 1, an, for sales, number 0987654321 [a b]
| call c: Inbound waiting since 3, for sales, number 0911 [c]
| an: ringing since 2, call a, for sales
| binh: available since -90
| sales: 2 waiting, 1 ringing, oldest 1
| events: Lost
| gap 3 to now
# An picked up, c was given to binh, and n is new: nobody told but the dashboard.
15   poll
       an connected since 7
       binh connected since 8
       waiting n for sales from 0922 since 11
       talking a for sales by an since 7
       talking c for sales by binh since 8
show
| call a: Inbound talking since 7, an, for sales, number 0987654321, waited 6 [a b]
| call c: Inbound talking since 8, binh, for sales, number 0911, waited 5 [c]
| call n: Inbound waiting since 11, for sales, number 0922 [n]
| an: on call since 7, call a, for sales
| binh: on call since 8
| sales: 1 waiting, oldest 11, service 2/2, abandoned 0/2
| events: Lost
| gap 3 to now
# c is over, and so is n's patience.
25   poll
       an connected since 7
       binh ready since 20
       talking a for sales by an since 7
30   poll
       an connected since 7
       binh ready since 20
       talking a for sales by an since 7
show
| call a: Inbound talking since 7, an, for sales, number 0987654321, waited 6 [a b]
| call c: Inbound ended since 30, binh, for sales, number 0911, Answered, waited 5, talked 22 [c]
| call n: Inbound ended since 30, for sales, number 0922, Unknown, waited 19 [n]
| an: on call since 7, call a, for sales
| binh: available since 20
| sales: 0 waiting, service 2/2, abandoned 0/2
| events: Lost
| gap 3 to now
| repaired: call-not-listed 1
31   events heard
40   b ended
40   a ended
show
| call a: Inbound ended since 40, an, for sales, number 0987654321, Answered, waited 6, talked 33 [a b]
| call c: Inbound ended since 30, binh, for sales, number 0911, Answered, waited 5, talked 22 [c]
| call n: Inbound ended since 30, for sales, number 0922, Unknown, waited 19 [n]
| an: wrap-up since 40
| binh: available since 20
| sales: 0 waiting, service 2/2, abandoned 0/2
| gap 3 to 31
| repaired: call-not-listed 1
