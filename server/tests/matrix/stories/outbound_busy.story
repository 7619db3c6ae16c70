# An agent calls a customer, whose line is busy.
outbound A agent=1003 number=0909000111
| A: outbound ringing, 1003, 0909000111
| 1003: on a call, with A
| 5 others available
| today: 0 received, 0 handled, 0 abandoned
ring A
| A: outbound ringing, 1003, 0909000111
| 1003: on a call, with A
| 5 others available
| today: 0 received, 0 handled, 0 abandoned
busy A
| A: outbound ended busy, 1003, 0909000111
| 6 others available
| today: 0 received, 0 handled, 0 abandoned
