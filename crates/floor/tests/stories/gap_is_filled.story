# The feed is down for ten minutes. What passed meanwhile comes from the call history, once.
an 8001 sales
binh 8002 sales
0    events connected
0    poll
       an ready since -100
       binh ready since -90
5    a created in from 0987654321 to 02873019555 outside queue sales
5    a answered
7    b created out digest a agent an
9    b answered
20   c created in from 0911 to 02873019555 outside queue sales
20   c answered
30   events lost
35   events lost
show
| call a: Inbound talking since 9, an, for sales, number 0987654321, waited 4 [a b]
| call c: Inbound waiting since 20, for sales, number 0911 [c]
| an: on call since 9, call a, for sales
| binh: available since -90
| sales: 1 waiting, oldest 20, service 1/1, abandoned 0/1
| events: Lost
| gap 20 to now
630  events connected
show
| call a: Inbound talking since 9, an, for sales, number 0987654321, waited 4 [a b]
| call c: Inbound waiting since 20, for sales, number 0911 [c]
| an: on call since 9, call a, for sales
| binh: available since -90
| sales: 1 waiting, oldest 20, service 1/1, abandoned 0/1
| gap 20 to 630
640  records from -30 until 640
       a for sales from 0987654321 began 5 entered 5 by an since 9 ended 100 answered
       c for sales from 0911 began 20 entered 20 ended 60 abandoned
       n for sales from 0922 began 200 entered 202 by binh since 212 ended 590 missed an answered
       o for sales from 0933 began 300 entered 302 ended 340 abandoned
       early for sales from 0944 began -500 entered -499 ended -400 abandoned
       later for sales from 0955 began 631 entered 632 ended 639 abandoned
show
| call a: Inbound ended since 100, an, for sales, number 0987654321, Answered, waited 4, talked 91 [a b]
| call c: Inbound ended since 60, for sales, number 0911, Abandoned, waited 40 [c]
| call n: Inbound ended since 590, binh, for sales, number 0922, Answered, waited 10, talked 378 [n]
| an: wrap-up since 100, missed 1
| binh: available since -90
| sales: 0 waiting, service 2/4, abandoned 2/4
| gap 20 to 630, filled
| repaired: end-lost 2
# Heard a second time it is known.
650  records from -30 until 640
       n for sales from 0922 began 200 entered 202 by binh since 212 ended 590 missed an answered
       o for sales from 0933 began 300 entered 302 ended 340 abandoned
655  b ended
show
| call a: Inbound ended since 100, an, for sales, number 0987654321, Answered, waited 4, talked 91 [a b]
| call c: Inbound ended since 60, for sales, number 0911, Abandoned, waited 40 [c]
| call n: Inbound ended since 590, binh, for sales, number 0922, Answered, waited 10, talked 378 [n]
| an: wrap-up since 100, missed 1
| binh: available since -90
| sales: 0 waiting, service 2/4, abandoned 2/4
| gap 20 to 630, filled
| repaired: end-lost 2
explain o
| o [o]
|   640 call QueueNamed { queue: sales, by: Record }
|   640 call Ended { outcome: Abandoned, by: Record }
explain a
| a [a b]
|   5 a Created
|   5 call QueueNamed { queue: sales, by: Event }
|   5 a Answered
|   7 b Created
|   7 b joined to a by rule 3
|   7 b AgentKnown { agent: an, by: Event }
|   9 b Answered
|   640 call repaired: end-lost
|   640 call Ended { outcome: Answered, by: Record }
|   640 a Destroyed { cause: OriginatorCancelled, side: Some(Inbound), by: Record }
|   640 b Destroyed { cause: OriginatorCancelled, side: Some(Outbound), by: Record }
