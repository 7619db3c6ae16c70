# As KAZOO 4 tells it: an interaction, the member's leg, and the queue's name at the very end.
an 8001 sales support
binh 8002 sales support
0    a created in from 0987654321 to 02873019555 interaction i
1    a answered outside bridge a
3    b1 created out from 0987654321 to user_an member a digest a agent an interaction i
show
| call a: Inbound ringing since 1, an, number 0987654321 [a b1]
| an: ringing since 3, call a
| binh: unknown
| sales: 0 waiting
| support: 0 waiting
18   b1 ended no-answer
20   b2 created out from 0987654321 to user_binh member a digest a agent binh interaction i
24   b2 answered other a
show
| call a: Inbound talking since 24, binh, number 0987654321, waited 23 [a b1 b2]
| an: unknown, missed 1
| binh: on call since 24, call a
| sales: 0 waiting
| support: 0 waiting
133  b2 ended billed 109
133  a ended queue sales other b2 billed 132
show
| call a: Inbound ended since 133, binh, for sales, number 0987654321, Answered, waited 23, talked 109 [a b1 b2]
| an: unknown, missed 1
| binh: unknown
| sales: 0 waiting, service 0/1, abandoned 0/1
| support: 0 waiting
