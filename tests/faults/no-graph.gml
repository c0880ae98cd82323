Creator "me"
graph_ [ ]
