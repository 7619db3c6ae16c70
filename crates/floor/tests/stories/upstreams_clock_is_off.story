# AntRing's clock is two minutes slow; only the feed can show that.
an 8001 sales
0    a created in from 0987654321 to 02873019555 outside queue sales stamped -120
1    a answered stamped -119
30   poll
       an paused since -100
       waiting w for sales from 0911 since -115
show
| call a: Inbound waiting since 1, for sales, number 0987654321 [a]
| call w: Inbound waiting since 5, for sales, number 0911 [w]
| an: paused since 20
| sales: 2 waiting, oldest 1
# The same stamp stays where it was put.
31   x created in from 0922 to 02873019555 outside stamped -85
35   poll
       an paused since -100
       waiting w for sales from 0911 since -115
       waiting a for sales since -119
show
| call a: Inbound waiting since 1, for sales, number 0987654321 [a]
| call w: Inbound waiting since 5, for sales, number 0911 [w]
| call x: Inbound arriving since 31, number 0922 [x]
| an: paused since 20
| sales: 2 waiting, oldest 1
