# A leg rings at an extension that nobody has, until the directory comes.
0    a created in from 0987654321 to 02873019555 outside
0    a answered
1    b created out from 0987654321 to 8001 bridge a
show
| call a: Inbound waiting since 0, number 0987654321 [a b]
an 8001 sales
show
| call a: Inbound ringing since 0, an, number 0987654321 [a b]
| an: ringing since 1, call a
| sales: 0 waiting
