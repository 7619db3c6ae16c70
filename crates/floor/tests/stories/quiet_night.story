an 8001 sales
0    events connected
5    poll
       an ready since -100
3600 events heard
3601 poll
       an ready since -100
3602 tick
show
| an: available since -100
| sales: 0 waiting
3700 tick
show
| an: available since -100
| sales: 0 waiting
