an 8001 sales
1    b ended out digest a agent an
1    a ended in from 0987654321
show
| an: unknown
| sales: 0 waiting
| refused 2
# The beginning of a leg that is over comes too late to matter.
1.2  a created
1.3  b created
show
| call a: Inbound ended since 1, number 0987654321, LeftEarly [a]
| an: unknown
| sales: 0 waiting
| refused 3
