# The leg to a colleague's phone names a SIP user, which no endpoint lists: the number that was dialled tells whose it is.
an 8001 sales
binh 8002 sales
0    a created in from 8001 to 8002
1    b created out from 8001 to sip_binh
show
| call a: Internal ringing since 0, an, number 8002 [a b]
| an: on call since 0, call a
| binh: ringing since 1, call a
| sales: 0 waiting
4    b answered from 8001 to 8002
4    a answered
9    b ended
9    a ended
show
| call a: Internal ended since 9, an, number 8002, Answered, talked 5 [a b]
| an: unknown
| binh: unknown
| sales: 0 waiting
