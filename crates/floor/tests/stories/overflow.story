# Events came faster than this server took them in: a gap of its own making.
an 8001 sales
0    events connected
1    a created in from 0987654321 to 02873019555 outside queue sales
1    a answered
9    events overflow
9.5  events overflow
show
| call a: Inbound waiting since 1, for sales, number 0987654321 [a]
| an: unknown
| sales: 1 waiting, oldest 1
| gap 1 to 9.5
# The feed had told of something later than the gap's end.
20   a ended
30   events overflow
show
| call a: Inbound ended since 20, for sales, number 0987654321, Abandoned, waited 19 [a]
| an: unknown
| sales: 0 waiting, service 0/1, abandoned 1/1
| gap 1 to 9.5
| gap 20 to 30
