# The feed beats and tells of nothing: a wrong account id looks like that.
an 8001 sales
binh 8002 sales
0    events connected
1    poll
       an connected since -30 call a for sales
       binh ready since -60
       talking a for sales from 0987 by an since -30 entered -50
200  events heard
201  poll
       an connected since -30 call a for sales
       binh ready since -60
       talking a for sales from 0987 by an since -30 entered -50
# The call was under way before, so this is no proof.
show
| call a: Inbound talking since -30, an, for sales, number 0987, waited 20 [a]
| an: on call since -30, call a, for sales
| binh: available since -60
| sales: 0 waiting
# These two began since, and nobody told.
210  poll
       an connected since -30 call a for sales
       binh connected since 207 call n for sales
       talking a for sales from 0987 by an since -30 entered -50
       talking n for sales from 0922 by binh since 207 entered 203
215  events heard
show
| call a: Inbound talking since -30, an, for sales, number 0987, waited 20 [a]
| call n: Inbound talking since 207, binh, for sales, number 0922, waited 4 [n]
| an: on call since -30, call a, for sales
| binh: on call since 207, call n, for sales
| sales: 0 waiting
| events: Silent
| unmatched call n: call-never-told since 210, 1 polls
# Heartbeats do not end it; a leg does.
230  events heard
231  poll
       an connected since -30 call a for sales
       binh connected since 207 call n for sales
       talking a for sales from 0987 by an since -30 entered -50
       talking n for sales from 0922 by binh since 207 entered 203
240  m created in from 0944 to 02873019555 outside
show
| call a: Inbound talking since -30, an, for sales, number 0987, waited 20 [a]
| call m: Inbound arriving since 240, number 0944 [m]
| call n: Inbound talking since 207, binh, for sales, number 0922, waited 4 [n]
| an: on call since -30, call a, for sales
| binh: on call since 207, call n, for sales
| sales: 0 waiting
| repaired: call-never-told 1
