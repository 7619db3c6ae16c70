an 8002 sales
0    a created in from 8002 to 0909000111 device agent an
show
| call a: Outbound ringing since 0, an, number 0909000111 [a]
| an: on call since 0, call a
| sales: 0 waiting
2    b created out from 02873019555 to 0909000111 carrier bridge a other a
show
| call a: Outbound ringing since 0, an, number 0909000111 [a b]
| an: on call since 0, call a
| sales: 0 waiting
8    b ended busy
9    a ended busy
show
| call a: Outbound ended since 9, an, number 0909000111, Busy [a b]
| an: unknown
| sales: 0 waiting
