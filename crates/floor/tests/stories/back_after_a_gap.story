# What the first poll after a gap says of the time before it is believed at once: no event of it is on its way.
an 8001 sales
binh 8002 sales
0    events connected
1    poll
       an ready since -100
       binh ready since -100
2    a created in from 0933555666 to 02873019555 outside
3    a answered
3    c created in from 0911222333 to 02873019555 outside
4    c answered
10   poll
       an ready since -100
       binh ready since -100
       waiting a for sales since 3
       waiting c for sales since 4
20   events lost
show
| call a: Inbound waiting since 3, for sales, number 0933555666 [a]
| call c: Inbound waiting since 4, for sales, number 0911222333 [c]
| an: available since -100
| binh: available since -100
| sales: 2 waiting, oldest 3
| events: Lost
| gap 4 to now
# Meanwhile a hung up, and binh's phone began to ring for c.
40   events connected
41   poll
       an ready since -100
       binh ringing since 30 call c
       waiting c for sales since 4
show
| call a: Inbound ended since 41, for sales, number 0933555666, Unknown, waited 38 [a]
| call c: Inbound ringing since 4, binh, for sales, number 0911222333 [c]
| an: available since -100
| binh: ringing since 30, call c
| sales: 1 waiting, 1 ringing, oldest 4
| gap 4 to 40
| repaired: call-not-listed 1
