an 8001 sales
# An answer overtakes its creation, an agent's leg its caller's.
1    b answered out digest a agent an from 0987654321
1.1  a answered in from 0987654321 to 02873019555
show
| call a: Inbound talking since 1, an, for sales, number 0987654321, waited 0 [a b]
| an: on call since 1, call a, for sales
| sales: 0 waiting, service 1/1, abandoned 0/1
1.2  a created
1.3  b created
show
| call a: Inbound talking since 1, an, for sales, number 0987654321, waited 0 [a b]
| an: on call since 1, call a, for sales
| sales: 0 waiting, service 1/1, abandoned 0/1
# What was under way for half a minute is dated back: its stamp says when it happened.
10   x created in from 0911 to 02873019555 outside stamped 10
40   x answered stamped 12
show
| call a: Inbound talking since 1, an, for sales, number 0987654321, waited 0 [a b]
| call x: Inbound waiting since 12, number 0911 [x]
| an: on call since 1, call a, for sales
| sales: 0 waiting, service 1/1, abandoned 0/1
