an 8001 sales
# The end of a call in a menu is lost: no poll ever lists such a call.
0    a created in from 0987654321 to 02873019555 outside
60   poll
       an ready since -100
1800 tick
show
| call a: Inbound arriving since 0, number 0987654321 [a]
| an: available since -100
| sales: 0 waiting
1801 tick
show
| call a: Inbound ended since 1801, number 0987654321, Unknown [a]
| an: available since -100
| sales: 0 waiting
| repaired: long-silence 1
# It was there all the same.
2000 a answered
show
| call a: Inbound waiting since 2000, number 0987654321 [a]
| an: available since -100
| sales: 0 waiting
| repaired: long-silence 1
