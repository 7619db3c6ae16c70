an 8001 sales
0    poll
       an ready since -100
1    a created in from 0987654321 to 02873019555 outside queue sales
1    a answered
2    b created out digest a agent an from 0987654321
4    b answered
30   b ended
30   a ended
show
| call a: Inbound ended since 30, an, for sales, number 0987654321, Answered, waited 3, talked 26 [a b]
| an: wrap-up since 30
| sales: 0 waiting, service 1/1, abandoned 0/1
# Asked before the end, so it knows less.
31   poll asked 29.9
       an connected since 4
show
| call a: Inbound ended since 30, an, for sales, number 0987654321, Answered, waited 3, talked 26 [a b]
| an: wrap-up since 30
| sales: 0 waiting, service 1/1, abandoned 0/1
35   poll
       an wrap-up since 30
show
| call a: Inbound ended since 30, an, for sales, number 0987654321, Answered, waited 3, talked 26 [a b]
| an: wrap-up since 30
| sales: 0 waiting, service 1/1, abandoned 0/1
60   poll
       an ready since 58
show
| call a: Inbound ended since 30, an, for sales, number 0987654321, Answered, waited 3, talked 26 [a b]
| an: available since 58
| sales: 0 waiting, service 1/1, abandoned 0/1
# A phone that rang in vain ends nothing else.
61   poll
       an connected since 60 call z for sales
62   c created out from 0911 to 8001 agent an
70   c ended no-answer
show
| call a: Inbound ended since 30, an, for sales, number 0987654321, Answered, waited 3, talked 26 [a b]
| call c: Unknown ended since 70, number 0911, NoAnswer [c]
| an: on call since 60, for sales
| sales: 0 waiting, service 1/1, abandoned 0/1
