# An hands the caller on, and then nobody is heard of: neither a phone nor the caller's end.
an 8001 sales
0    poll
       an ready since -100
1    a created in from 0987654321 to 02873019555 outside queue sales
1    a answered
3    b created out digest a agent an from 0987654321
7    b answered
60   b ended transferred
180  poll
       an ready since 70
show
| call a: Inbound arriving since 60, for sales, number 0987654321, waited 6 [a b]
| an: available since 70
| sales: 0 waiting, service 1/1, abandoned 0/1
185  poll
       an ready since 70
190  poll
       an ready since 70
show
| call a: Inbound ended since 190, an, for sales, number 0987654321, Answered, waited 6, talked 183 [a b]
| an: available since 70
| sales: 0 waiting, service 1/1, abandoned 0/1
| repaired: call-not-listed 1
# The caller was still there.
200  c created out digest a agent an from 0987654321
show
| call a: Inbound ringing since 60, an, for sales, number 0987654321, waited 6 [a b c]
| an: ringing since 200, call a, for sales
| sales: 1 waiting, 1 ringing, oldest 60, service 1/1, abandoned 0/1
| repaired: call-not-listed 1
