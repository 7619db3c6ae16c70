# The polls lost sight of a caller; the history knows how the call ended.
an 8001 sales
0    c created in from 0911 to 02873019555 outside queue sales
0    c answered
1    a created in from 0987654321 to 02873019555 outside queue sales
1    a answered
5    poll
       waiting c for sales since 0
       an ready since -100
10   poll
       waiting c for sales since 0
       an ready since -100
show
| call a: Inbound ended since 10, for sales, number 0987654321, Unknown, waited 9 [a]
| call c: Inbound waiting since 0, for sales, number 0911 [c]
| an: available since -100
| sales: 1 waiting, oldest 0
| repaired: call-not-listed 1
20   records from 0 until 20
       a for sales from 0987654321 began 1 entered 1 ended 4 abandoned
       c for sales from 0911 began 0 entered 0 ended 8 abandoned
show
| call a: Inbound ended since 4, for sales, number 0987654321, Abandoned, waited 3 [a]
| call c: Inbound ended since 8, for sales, number 0911, Abandoned, waited 8 [c]
| an: available since -100
| sales: 0 waiting, service 0/1, abandoned 1/1
| repaired: call-not-listed 1, end-lost 1, record-corrected 1
explain a
| a [a]
|   1 a Created
|   1 call QueueNamed { queue: sales, by: Event }
|   1 a Answered
|   5 call NotListed { times: 1 }
|   10 call NotListed { times: 2 }
|   10 call repaired: call-not-listed
|   10 call Ended { outcome: Unknown, by: Poll }
|   10 a Destroyed { cause: OriginatorCancelled, side: Some(Inbound), by: Poll }
|   20 call repaired: record-corrected
|   20 call Ended { outcome: Abandoned, by: Record }
