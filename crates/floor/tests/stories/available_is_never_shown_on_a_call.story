an 8001 sales
0    poll
       an ready since -100
1    a created in from 8001 to 0909000111 device
show
| call a: Outbound ringing since 1, an, number 0909000111 [a]
| an: on call since 1, call a
| sales: 0 waiting
# Polls that were asked earlier, or that never say `outbound`, do not make the phone free.
3    poll asked 0.5
       an ready since -100
8    poll
       an ready since -100
13   poll
       an ready since -100
18   poll
       an ready since -100
show
| call a: Outbound ringing since 1, an, number 0909000111 [a]
| an: on call since 1, call a
| sales: 0 waiting
