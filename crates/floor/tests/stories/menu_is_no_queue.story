an 8001 sales
# This site's dashboard lists who waits.
0    m created in from 0911 to 02873019555 outside
1    m answered
1    a created in from 0987654321 to 02873019555 outside
2    a answered
show
| call a: Inbound waiting since 2, number 0987654321 [a]
| call m: Inbound waiting since 1, number 0911 [m]
| an: unknown
| sales: 0 waiting
5    poll
       an ready since -100
       waiting m for sales since 1
show
| call a: Inbound arriving since 1, number 0987654321 [a]
| call m: Inbound waiting since 1, for sales, number 0911 [m]
| an: available since -100
| sales: 1 waiting, oldest 1
# It listened to the menu for half a minute, then chose a queue.
40   poll
       an ready since -100
       waiting m for sales since 1
       waiting a for sales since 32
show
| call a: Inbound waiting since 32, for sales, number 0987654321 [a]
| call m: Inbound waiting since 1, for sales, number 0911 [m]
| an: available since -100
| sales: 2 waiting, oldest 1
