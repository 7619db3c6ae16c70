# The end of an's call is lost, and an has the next one at once: one status follows the other.
an 8001 sales
0    poll
       an ready since -100
1    a created in from 8001 to 0987654321 device agent an
9    a answered
15   poll
       an outbound since 1
# Its end is lost. Another call, dialled five seconds later.
60   b created in from 8001 to 0911222333 device agent an
65   b answered
70   poll
       an outbound since 60
75   poll
       an outbound since 60
show
| call a: Outbound ended since 75, an, number 0987654321, Answered, talked 66 [a]
| call b: Outbound talking since 65, an, number 0911222333 [b]
| an: on call since 60, call b
| sales: 0 waiting
| repaired: agent-idle-leg-live 1
# A consultation begins after the status that it lives in: it is doubted for nothing.
80   b ended
81   c created in from 0900000001 to 02873019555 outside queue sales
81   c answered
83   d created out digest c agent an from 0900000001
85   d answered
90   e created in from 8001 to 0933444555 device agent an
95   e answered
100  poll
       an connected since 85 call c
       talking c for sales by an since 85
105  poll
       an connected since 85 call c
       talking c for sales by an since 85
110  poll
       an connected since 85 call c
       talking c for sales by an since 85
show
| call a: Outbound ended since 75, an, number 0987654321, Answered, talked 66 [a]
| call b: Outbound ended since 80, an, number 0911222333, Answered, talked 15 [b]
| call c: Inbound talking since 85, an, for sales, number 0900000001, waited 4 [c d]
| call e: Outbound talking since 95, an, number 0933444555 [e]
| an: on call since 85, call c, for sales
| sales: 0 waiting, service 1/1, abandoned 0/1
| repaired: agent-idle-leg-live 1
