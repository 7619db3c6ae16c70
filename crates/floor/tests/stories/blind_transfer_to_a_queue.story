# An hands the caller on to support; the caller waits again, and that queue rings binh.
an 8001 sales
binh 8002 support
0    poll received 10, handled 8, abandoned 1
       an ready since -100
       binh ready since -90
1    a created in from 0987654321 to 02873019555 outside queue sales
1    a answered
3    b1 created out digest a agent an from 0987654321
7    b1 answered
60   b1 ended transferred
show
| call a: Inbound arriving since 60, for sales, number 0987654321, waited 6 [a b1]
| an: wrap-up since 60
| binh: available since -90
| sales: 0 waiting, service 1/1, abandoned 0/1
| support: 0 waiting
| today: received 11, handled 9, abandoned 1
65   poll received 12, handled 9, abandoned 1
       an wrap-up since 60
       binh ready since -90
       waiting a for support from 0987654321 since 61
show
| call a: Inbound waiting since 61, for support, number 0987654321, waited 6 [a b1]
| an: wrap-up since 60
| binh: available since -90
| sales: 0 waiting, service 1/1, abandoned 0/1
| support: 1 waiting, oldest 61
| today: received 12, handled 9, abandoned 1
70   b2 created out digest a agent binh from 0987654321
show
| call a: Inbound ringing since 61, binh, for support, number 0987654321, waited 6 [a b1 b2]
| an: wrap-up since 60
| binh: ringing since 70, call a, for support
| sales: 0 waiting, service 1/1, abandoned 0/1
| support: 1 waiting, 1 ringing, oldest 61
| today: received 12, handled 9, abandoned 1
75   b2 answered
show
| call a: Inbound talking since 75, binh, for support, number 0987654321, waited 6 [a b1 b2]
| an: wrap-up since 60
| binh: on call since 75, call a, for support
| sales: 0 waiting, service 1/1, abandoned 0/1
| support: 0 waiting, service 1/1, abandoned 0/1
| today: received 12, handled 10, abandoned 1
120  b2 ended
120  a ended queue support
show
| call a: Inbound ended since 120, binh, for support, number 0987654321, Answered, waited 6, talked 113 [a b1 b2]
| an: wrap-up since 60
| binh: wrap-up since 120
| sales: 0 waiting, service 1/1, abandoned 0/1
| support: 0 waiting, service 1/1, abandoned 0/1
| today: received 12, handled 10, abandoned 1
explain b1
| a [a b1 b2]
|   1 a Created
|   1 call QueueNamed { queue: sales, by: Event }
|   1 a Answered
|   3 b1 Created
|   3 b1 joined to a by rule 3
|   3 b1 AgentKnown { agent: an, by: Event }
|   7 b1 Answered
|   60 b1 Destroyed { cause: Transferred, side: Some(Outbound), by: Event }
|   65 call QueueNamed { queue: support, by: Poll }
|   65 call ListedWaiting
|   70 b2 Created
|   70 b2 joined to a by rule 3
|   70 b2 AgentKnown { agent: binh, by: Event }
|   75 b2 Answered
|   120 b2 Destroyed { cause: Normal, side: Some(Outbound), by: Event }
|   120 a Destroyed { cause: Normal, side: Some(Inbound), by: Event }
|   120 call Ended { outcome: Answered, by: Legs }
# Without a poll between: the next queue's offer tells.
200  c created in from 0911 to 02873019555 outside queue sales
200  c answered
202  d1 created out digest c agent an from 0911
205  d1 answered
230  d1 ended transferred
233  d2 created out digest c agent binh from 0911
show
| call a: Inbound ended since 120, binh, for support, number 0987654321, Answered, waited 6, talked 113 [a b1 b2]
| call c: Inbound ringing since 230, binh, for sales, number 0911, waited 5 [c d1 d2]
| an: wrap-up since 230
| binh: ringing since 233, call c, for sales
| sales: 1 waiting, 1 ringing, oldest 230, service 2/2, abandoned 0/2
| support: 0 waiting, service 1/1, abandoned 0/1
| today: received 14, handled 11, abandoned 1
240  c ended
show
| call a: Inbound ended since 120, binh, for support, number 0987654321, Answered, waited 6, talked 113 [a b1 b2]
| call c: Inbound ended since 240, an, for sales, number 0911, Answered, waited 5, talked 35 [c d1 d2]
| an: wrap-up since 230
| binh: wrap-up since 120
| sales: 0 waiting, service 2/3, abandoned 1/3
| support: 0 waiting, service 1/1, abandoned 0/1
| today: received 14, handled 11, abandoned 2
