0    a created in from 0987654321 to 02873019555 outside queue sales
1    a answered
50   a ended
109  tick
show
| call a: Inbound ended since 50, for sales, number 0987654321, Abandoned, waited 49 [a]
| sales: 0 waiting, service 0/1, abandoned 1/1
110  tick
show
| call a: Inbound ended since 50, for sales, number 0987654321, Abandoned, waited 49 [a]
| sales: 0 waiting, service 0/1, abandoned 1/1
110.1 tick
show
| sales: 0 waiting, service 0/1, abandoned 1/1
# Not a word for four hours, though not for a long call that polls still see.
200  b created in from 0911 to 02873019555 outside queue sales
201  b answered
202  c created in from 0922 to 02873019555 outside queue sales
9000 poll
       waiting b for sales since 201
14603 tick
show
| call b: Inbound waiting since 201, for sales, number 0911 [b]
| call c: Inbound ended since 14603, for sales, number 0922, Unknown, waited 14401 [c]
| sales: 1 waiting, oldest 201, service 0/1
| repaired: long-silence 1
23401 tick
show
| call b: Inbound ended since 23401, for sales, number 0911, Unknown, waited 23200 [b]
| sales: 0 waiting
| repaired: long-silence 2
