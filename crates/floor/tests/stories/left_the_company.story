an 8001 sales
binh 8002 sales
0    poll
       an ready since -100
       binh ready since -90
1    leaves binh
show
| an: available since -100
| binh: available since -90
| sales: 0 waiting
5    poll
       an ready since -100
6    leaves binh
show
| an: available since -100
| sales: 0 waiting
