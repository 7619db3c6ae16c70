# Midnight upstream: counters fall, which is a new day and no mistake.
an 8001 sales
0    events connected
0    poll received 100, handled 80, abandoned 10
       an ready since -100
5    poll received 100, handled 80, abandoned 10
       an ready since -100
show
| an: available since -100
| sales: 0 waiting
| today: received 100, handled 80, abandoned 10
10   poll received 0, handled 0, abandoned 0
       an ready since -100
show
| an: available since -100
| sales: 0 waiting
| today: received 0, handled 0, abandoned 0, since 10
15   poll received 0, handled 0, abandoned 0
       an ready since -100
show
| an: available since -100
| sales: 0 waiting
| today: received 0, handled 0, abandoned 0, since 10
