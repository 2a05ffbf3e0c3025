Console.WriteLine("payhub");
