# An hangs up, and the end of the carrier's leg is lost.
an 8001 sales
0    poll
       an ready since -100
1    a created in from 8001 to 0987654321 device agent an
3    b created out bridge a carrier to 0987654321
9    b answered
9    a answered
40   a ended
43   poll
       an ready since 40
48   poll
       an ready since 40
show
| call a: Outbound ended since 48, an, number 0987654321, Answered, talked 39 [a b]
| an: available since 40
| sales: 0 waiting
| repaired: agent-idle-leg-live 1
# What was handed on goes on without the phone that dialled.
60   c created in from 8001 to 0911222333 device agent an
63   d created out bridge c carrier to 0911222333
69   d answered
69   c answered
80   c ended transferred
90   poll
       an ready since 80
95   poll
       an ready since 80
show
| call a: Outbound ended since 48, an, number 0987654321, Answered, talked 39 [a b]
| call c: Outbound talking since 69, an, number 0911222333 [c d]
| an: available since 80
| sales: 0 waiting
| repaired: agent-idle-leg-live 1
