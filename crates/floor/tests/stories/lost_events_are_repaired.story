# Of four calls something was lost. Two polls later the floor is as the dashboard has it, and each repair is counted.
an 8001 sales
binh 8002 sales
chi 8003 sales
dung 8004 sales
0    events connected
1    poll
       an ready since -100
       binh ready since -90
       chi ready since -80
       dung ready since -70
# What this site's dashboard is like: one whole call.
20   p created in from 0900 to 02873019555 outside queue sales
20   p answered
22   q created out digest p agent an
30   poll
       an ringing since 22 call p for sales
       binh ready since -90
       chi ready since -80
       dung ready since -70
       waiting p for sales since 20
31   q answered
40   poll
       an connected since 31 call p for sales
       binh ready since -90
       chi ready since -80
       dung ready since -70
       talking p for sales by an since 31
show
| call p: Inbound talking since 31, an, for sales, number 0900, waited 11 [p q]
| an: on call since 31, call p, for sales
| binh: available since -90
| chi: available since -80
| dung: available since -70
| sales: 0 waiting, service 1/1, abandoned 0/1
# The ends of both its legs are lost. So is a's agent's answer, c's agent's leg, and the whole of n.
50   a created in from 0911 to 02873019555 outside queue sales
50   a answered
52   b created out digest a agent binh
53   c created in from 0922 to 02873019555 outside queue sales
53   c answered
60   poll
       an ready since 55
       binh connected since 56 call a for sales
       chi ringing since 55 call c for sales
       dung connected since 56 call n for sales
       talking a for sales by binh since 56
       talking n for sales from 0933 by dung since 56 entered 51
       waiting c for sales since 53
show
| call a: Inbound talking since 56, binh, for sales, number 0911, waited 6 [a b]
| call c: Inbound waiting since 53, for sales, number 0922 [c]
| call n: Inbound talking since 56, dung, for sales, number 0933, waited 5 [n]
| call p: Inbound talking since 31, an, for sales, number 0900, waited 11 [p q]
| an: on call since 31, call p, for sales
| binh: on call since 56, call a, for sales
| chi: ringing since 55, call c, for sales
| dung: on call since 56, call n, for sales
| sales: 1 waiting, oldest 53, service 2/2, abandoned 0/2
| unmatched agent an: agent-idle-leg-live since 60, 1 polls
| unmatched agent chi: start-lost since 60, 1 polls
| unmatched call a: answer-lost since 60, 1 polls
| unmatched call n: call-never-told since 60, 1 polls
| unmatched call p: call-not-listed since 60, 1 polls
65   poll
       an ready since 55
       binh connected since 56 call a for sales
       chi ringing since 55 call c for sales
       dung connected since 56 call n for sales
       talking a for sales by binh since 56
       talking n for sales from 0933 by dung since 56 entered 51
       waiting c for sales since 53
show
| call a: Inbound talking since 56, binh, for sales, number 0911, waited 6 [a b]
| call c: Inbound ringing since 53, chi, for sales, number 0922 [c]
| call n: Inbound talking since 56, dung, for sales, number 0933, waited 5 [n]
| call p: Inbound ended since 65, an, for sales, number 0900, Answered, waited 11, talked 34 [p q]
| an: available since 55
| binh: on call since 56, call a, for sales
| chi: ringing since 55, call c, for sales
| dung: on call since 56, call n, for sales
| sales: 1 waiting, 1 ringing, oldest 53, service 2/2, abandoned 0/2
| repaired: call-never-told 1, call-not-listed 1, start-lost 1, answer-lost 1
# Nothing is counted twice.
70   poll
       an ready since 55
       binh connected since 56 call a for sales
       chi ringing since 55 call c for sales
       dung connected since 56 call n for sales
       talking a for sales by binh since 56
       talking n for sales from 0933 by dung since 56 entered 51
       waiting c for sales since 53
show
| call a: Inbound talking since 56, binh, for sales, number 0911, waited 6 [a b]
| call c: Inbound ringing since 53, chi, for sales, number 0922 [c]
| call n: Inbound talking since 56, dung, for sales, number 0933, waited 5 [n]
| call p: Inbound ended since 65, an, for sales, number 0900, Answered, waited 11, talked 34 [p q]
| an: available since 55
| binh: on call since 56, call a, for sales
| chi: ringing since 55, call c, for sales
| dung: on call since 56, call n, for sales
| sales: 1 waiting, 1 ringing, oldest 53, service 2/2, abandoned 0/2
| repaired: call-never-told 1, call-not-listed 1, start-lost 1, answer-lost 1
