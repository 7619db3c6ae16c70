# An asks binh first, on a second line, then joins the two: one call, named by its caller.
an 8001 sales
binh 8002 sales
0    poll
       an ready since -100
       binh ready since -90
1    a created in from 0987654321 to 02873019555 outside queue sales
1    a answered
3    b1 created out digest a agent an from 0987654321
7    b1 answered
50   c created in from 8001 to 8002 device agent an
51   d created out from 8001 to 8002 bridge c agent binh
55   d answered
55   c answered
show
| call a: Inbound talking since 7, an, for sales, number 0987654321, waited 6 [a b1]
| call c: Internal talking since 55, an, number 8002 [c d]
| an: on call since 7, call a, for sales
| binh: on call since 55, call c
| sales: 0 waiting, service 1/1, abandoned 0/1
# Its leg is still bridged to binh's, and names the caller's.
70   c ended transferred other d replaced a
show
| call a: Inbound talking since 7, an, for sales, number 0987654321, waited 6 [a b1 c d]
| an: on call since 7, call a, for sales
| binh: on call since 55, call a, for sales
| sales: 0 waiting, service 1/1, abandoned 0/1
70   b1 ended transferred
show
| call a: Inbound talking since 55, binh, for sales, number 0987654321, waited 6 [a b1 c d]
| an: wrap-up since 70
| binh: on call since 55, call a, for sales
| sales: 0 waiting, service 1/1, abandoned 0/1
99   d ended
99   a ended
show
| call a: Inbound ended since 99, binh, for sales, number 0987654321, Answered, waited 6, talked 92 [a b1 c d]
| an: wrap-up since 70
| binh: wrap-up since 99
| sales: 0 waiting, service 1/1, abandoned 0/1
explain d
| a [a b1 c d]
|   1 a Created
|   1 call QueueNamed { queue: sales, by: Event }
|   1 a Answered
|   3 b1 Created
|   3 b1 joined to a by rule 3
|   3 b1 AgentKnown { agent: an, by: Event }
|   7 b1 Answered
|   50 c Created
|   50 c AgentKnown { agent: an, by: Event }
|   51 d Created
|   51 d joined to c by rule 4
|   51 d AgentKnown { agent: binh, by: Event }
|   55 d Answered
|   55 c Answered
|   70 c joined to a by rule 6
|   70 c Destroyed { cause: Transferred, side: Some(Inbound), by: Event }
|   70 b1 Destroyed { cause: Transferred, side: Some(Outbound), by: Event }
|   99 d Destroyed { cause: Normal, side: Some(Outbound), by: Event }
|   99 a Destroyed { cause: Normal, side: Some(Inbound), by: Event }
|   99 call Ended { outcome: Answered, by: Legs }
